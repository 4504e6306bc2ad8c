/** What a courier did and the house has not heard yet. Positions are never in it: only the newest is worth anything. */
import { openOutbox, type Kept } from "@shared/offline/outbox";

import { dropPhoto, keptPhoto, sendPhoto } from "./photos";

export const outbox = openOutbox("ride", { prepare: withPhoto, onSettled: ({ id }) => dropPhoto(id) });

/** A delivery with a photo: the photo goes first, and the delivery names it. */
async function withPhoto({ id, body }: Kept): Promise<unknown> {
  const photo = await keptPhoto(id);
  return photo ? { ...(body as object), photo: await sendPhoto(photo) } : body;
}
