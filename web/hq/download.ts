/** A file of the house, kept on this computer. A plain link would carry no badge. */
import { api } from "@shared/api/client";

type Path = Parameters<typeof api.GET>[0];

export async function download(path: string, name: string): Promise<void> {
  const { data } = await api.GET(path as Path, { parseAs: "blob" } as never);
  const address = URL.createObjectURL(data as unknown as Blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
