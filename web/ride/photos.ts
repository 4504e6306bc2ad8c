/** Photos at the door: made small on the phone, kept there until the house has them. */
import { createStore, del, get, set } from "idb-keyval";

import { api } from "@shared/api/client";

const LONGEST_SIDE = 1280;
const QUALITY = 0.8;
const PATIENCE_MILLISECONDS = 30_000;

const shelf = createStore("newretail-ride-photos", "photos");

/** The same picture as a small JPEG, upright. A file that is no picture goes as it is: the house says what is wrong with it. */
export async function made(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  } catch {
    return file;
  }
}

export const keepPhoto = (key: string, photo: Blob): Promise<void> => set(key, photo, shelf);
export const keptPhoto = (key: string): Promise<Blob | undefined> => get<Blob>(key, shelf);
export const dropPhoto = (key: string): Promise<void> => del(key, shelf);

/** The house's name for a photo. The same file sent again is the same photo. */
export async function sendPhoto(photo: Blob): Promise<string> {
  const form = new FormData();
  form.append("photo", photo, "door.jpg");
  const { data } = await api.POST("/api/v1/photos", {
    body: form as unknown as { photo: string },
    bodySerializer: (content) => content as unknown as FormData,
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  });
  return data!.id;
}
