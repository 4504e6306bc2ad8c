/** Ways to a door in the maps that people have. They are plain links: what opens them lies outside. */
import type { Language } from "@shared/language";

import type { At } from "./duty";

export interface WayThere {
  name: "device" | "apple" | "amap" | "google";
  address: string;
}

/** The first is the one to offer: what the phone has, in a language's own country its own map. */
export function waysTo([latitude, longitude]: At, label: string, language: Language): WayThere[] {
  const place = `${latitude},${longitude}`;
  const name = encodeURIComponent(label);
  const device: WayThere = { name: "device", address: `geo:${place}?q=${place}(${name})` };
  const apple: WayThere = { name: "apple", address: `https://maps.apple.com/?daddr=${place}&q=${name}` };
  const amap: WayThere = {
    name: "amap",
    address: `https://uri.amap.com/navigation?to=${longitude},${latitude},${name}&mode=ride&coordinate=wgs84&callnative=1`,
  };
  const google: WayThere = {
    name: "google",
    address: `https://www.google.com/maps/dir/?api=1&destination=${place}&travelmode=bicycling`,
  };
  const own = /iPhone|iPad|Macintosh/.test(navigator.userAgent)
    ? [apple]
    : /Android/.test(navigator.userAgent)
      ? [device]
      : [];
  return [...(language === "zh" ? [amap, ...own] : [...own, amap]), google];
}
