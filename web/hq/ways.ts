/** The rooms of head office in the order of a day: how it goes, why, what to change. `sign`: a path in a 24-unit square. */
export const WAYS = [
  { to: "/catalogue", name: "catalogue", sign: "M4 7l8-4 8 4v10l-8 4-8-4zM4 7l8 4 8-4M12 11v10" },
  { to: "/stores", name: "stores", sign: "M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 20v-6h4v6" },
  { to: "/integrations", name: "integrations", sign: "M9 15l6-6M8 12l-3 3a4 4 0 0 0 6 6l3-3M16 12l3-3a4 4 0 0 0-6-6l-3 3" },
] as const;
