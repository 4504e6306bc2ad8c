import { openOutbox } from "@shared/offline/outbox";

/** What the people of the floor did and the house has not heard yet. */
export const outbox = openOutbox("floor");
