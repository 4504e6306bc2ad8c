/** Files of the house that need to know who asks: fetched with the credential, then saved or shown. */
import { attendance } from "@shared/api/attended";
import { credential, csrfToken } from "@shared/api/credential";
import { Problem, problemOf } from "@shared/api/problem";
import { language } from "@shared/language";

import { save } from "./csv";

const headers = (): Record<string, string> => {
  const token = credential();
  return {
    "Accept-Language": language.value,
    ...attendance(),
    ...(token ? { Authorization: `Bearer ${token}` } : { "X-CSRFToken": csrfToken() }),
  };
};

async function fetched(path: string): Promise<Blob> {
  const answer = await fetch(path, { headers: headers(), credentials: "same-origin" }).catch((error: unknown) => {
    throw new Problem(0, { code: "offline", detail: String(error) });
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer.blob();
}

export const saveFile = async (path: string, name: string) => save(name, await fetched(path));

export async function openFile(path: string): Promise<void> {
  const address = URL.createObjectURL(await fetched(path));
  const opened = window.open(address, "_blank", "noopener");
  if (!opened) save("labels.pdf", await (await fetch(address)).blob()); // a browser that lets no page open another
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Send a file; `progress` hears how much of it is over there, from 0 to 1. */
export function sendFile<T>(path: string, file: File, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file);
    request.open("POST", path);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.upload.onload = () => progress(1);
    request.onerror = () => reject(new Problem(0, { code: "offline" }));
    request.onload = () => {
      const said = parsed(request.responseText);
      if (request.status < 300) resolve(said as T);
      else reject(new Problem(request.status, said as Record<string, unknown>));
    };
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
