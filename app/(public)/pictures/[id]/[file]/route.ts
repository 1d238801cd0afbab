import { widthOf } from "@/lib/pictures/picture-files";
import { findPictureFile } from "@/lib/pictures/queries";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ id: string; file: string }> };

/** A picture in one of its widths. A changed picture has another id. */
export async function GET(_request: Request, { params }: Params) {
  const { id, file } = await params;
  const bytes = await findPictureFile(id, widthOf(file));
  if (!bytes) return new Response("Not found", { status: 404 });
  return new Response(new Uint8Array(bytes), {
    headers: { "Content-Type": "image/webp", "Cache-Control": "public, max-age=31536000, immutable" },
  });
}
