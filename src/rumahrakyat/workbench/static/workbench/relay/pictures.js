// Photographs made small before they are kept: at most 1,600 pixels and about 200 kB, without place or camera data.
const ENOUGH = 200 * 1024;
const STEPS = [[1600, 0.8], [1600, 0.65], [1280, 0.65], [1280, 0.5], [1024, 0.5]];

async function opened(file) {
  if (self.createImageBitmap) {
    try { return await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { /* the other way */ }
  }
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try { await image.decode(); } finally { URL.revokeObjectURL(image.src); }
  return image;
}

function drawn(picture, edge, quality) {
  const [width, height] = [picture.naturalWidth ?? picture.width, picture.naturalHeight ?? picture.height];
  const scale = Math.min(1, edge / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });
}

export async function asPhoto(blob) {
  const bytes = await blob.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const digest = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { digest, size: bytes.byteLength, bytes, have: 0, done: false, error: "" };
}

// Throws when the file is no picture that this phone can open: said at once, while the citizen still stands there.
export async function small(file) {
  const picture = await opened(file);
  let blob = null;
  for (const [edge, quality] of STEPS) {
    blob = await drawn(picture, edge, quality);
    if (blob && blob.size <= ENOUGH) break;
  }
  if (!blob) throw new Error("no picture");
  return asPhoto(blob);
}

export function tile(photo, alt) {
  const image = document.createElement("img");
  image.alt = alt;
  if (photo.bytes) {
    image.src = URL.createObjectURL(new Blob([photo.bytes], { type: "image/jpeg" }));
    image.onload = () => URL.revokeObjectURL(image.src);
  }
  return image;
}
