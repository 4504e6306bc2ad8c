/** Reads codes from pictures: the phone's own reader where it knows all our kinds, else ours (zxing, in WebAssembly from this house). */
import { BarcodeDetector as OurDetector, prepareZXingModule } from "barcode-detector/ponyfill";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

/** What hangs in a store: our labels' QR, GS1 symbols on packs, the scale's stickers. */
const KINDS = ["qr_code", "data_matrix", "ean_13", "ean_8", "upc_a", "upc_e", "code_128", "itf"] as const;
const GS1_KINDS = ["databar", "databar_expanded"] as const;

type Source = ImageBitmap | Blob | HTMLVideoElement;
interface Detector {
  detect(source: Source): Promise<{ rawValue: string }[]>;
}
interface NativeDetector {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

let opened: Promise<Detector> | null = null;

/** The first code in the picture, null where there is none. */
export async function readCode(source: Source): Promise<string | null> {
  const detector = await (opened ??= openDetector());
  const found = await detector.detect(source);
  return found.find((each) => each.rawValue)?.rawValue ?? null;
}

async function openDetector(): Promise<Detector> {
  const Native = (globalThis as { BarcodeDetector?: NativeDetector }).BarcodeDetector;
  const known = new Set(await Native?.getSupportedFormats().catch(() => []));
  if (Native && KINDS.every((kind) => known.has(kind))) return new Native({ formats: [...KINDS] });
  prepareZXingModule({
    overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasm : prefix + path) },
  });
  return new OurDetector({ formats: [...KINDS, ...GS1_KINDS] });
}
