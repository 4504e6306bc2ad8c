/** The base map as Leaflet layers. Lines keep their width on the ground; colours are the tokens', so that it is dark when the rest is. */
import L from "leaflet";

import { chain, inWords } from "../chain";
import type { Language } from "../language";

interface Said {
  kind: string;
  metres?: number;
  names?: Record<string, string>;
  from_zoom?: number;
  to_zoom?: number;
}
interface Drawn {
  properties: Said;
  geometry:
    | { type: "LineString"; coordinates: number[][] }
    | { type: "Polygon"; coordinates: number[][][] }
    | { type: "Point"; coordinates: number[] };
}

const THINNEST_PIXELS: Record<string, number> = { river: 5, creek: 2, highway: 3.5, road: 2, runway: 2 };
const ORDER = ["field", "park", "creek", "river", "runway", "road", "highway"];
let fetched: Promise<Drawn[]> | undefined;

/** The chain's own drawing of its city, asked for once. Without it, as without network, the ground stays plain. */
function features(): Promise<Drawn[]> {
  fetched ??= fetch(chain.base_map)
    .then((answer) => (answer.ok ? answer.json() : { features: [] }))
    .then((drawn: { features: Drawn[] }) =>
      drawn.features.toSorted((a, b) => ORDER.indexOf(a.properties.kind) - ORDER.indexOf(b.properties.kind)),
    )
    .catch(() => {
      fetched = undefined;
      return [];
    });
  return fetched;
}

/** Draw it, and draw it again as the zoom changes. Names come in the reader's language. */
export function drawBase(map: L.Map, language: Language): L.LayerGroup {
  const group = L.layerGroup();
  let shapes: { layer: L.Layer; said: Said }[] = [];
  const follow = () => {
    const zoom = map.getZoom();
    const pixelsPerMetre = 1 / metresPerPixel(map.getCenter().lat, zoom);
    for (const { layer, said } of shapes) {
      const shown = zoom >= (said.from_zoom ?? 0) && zoom <= (said.to_zoom ?? 99);
      if (shown !== group.hasLayer(layer)) group[shown ? "addLayer" : "removeLayer"](layer);
      if (layer instanceof L.Polyline && said.metres)
        layer.setStyle({ weight: Math.max(said.metres * pixelsPerMetre, THINNEST_PIXELS[said.kind] ?? 1) });
    }
  };
  group.addTo(map);
  map.on("zoomend", follow);
  group.on("remove", () => map.off("zoomend", follow));
  void features().then((drawn) => {
    if (!map.hasLayer(group)) return;
    shapes = drawn.flatMap((each) => shapeOf(each, language));
    follow();
  });
  return group;
}

/** Web Mercator on tiles of 256 pixels. */
export const metresPerPixel = (latitude: number, zoom: number) =>
  (40_075_016.7 * Math.cos((latitude * Math.PI) / 180)) / (256 * 2 ** zoom);

function shapeOf({ properties: said, geometry }: Drawn, language: Language): { layer: L.Layer; said: Said }[] {
  const still = { interactive: false, pane: "tilePane", className: `base ${said.kind}` };
  if (geometry.type === "LineString") {
    return [
      {
        layer: L.polyline(smooth(geometry.coordinates).map(place), {
          ...still,
          lineCap: "round",
          lineJoin: "round",
          smoothFactor: 0.5,
        }),
        said,
      },
    ];
  }
  if (geometry.type === "Polygon")
    return [{ layer: L.polygon(smooth(geometry.coordinates[0]!).map(place), { ...still, stroke: false }), said }];
  const name = document.createElement("span");
  name.textContent = inWords(said.names!, language);
  const icon = L.divIcon({ className: `base-name ${said.kind}`, html: name, iconSize: [0, 0] });
  return [
    {
      layer: L.marker(place(geometry.coordinates), { icon, interactive: false, keyboard: false, pane: "tilePane" }),
      said,
    },
  ];
}

const place = ([longitude, latitude]: number[]): [number, number] => [latitude!, longitude!];

/** Corners cut twice (Chaikin 1974): a hand draws no corners. The ends stay where they are. */
function smooth(points: number[][], times = 2): number[][] {
  if (times === 0) return points;
  const cut = points.slice(1).flatMap((to, index) => {
    const from = points[index]!;
    return [between(from, to, 0.25), between(from, to, 0.75)];
  });
  return smooth([points[0]!, ...cut, points.at(-1)!], times - 1);
}

const between = (from: number[], to: number[], share: number) =>
  from.map((value, axis) => value + (to[axis]! - value) * share);
