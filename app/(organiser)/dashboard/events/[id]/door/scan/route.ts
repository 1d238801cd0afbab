import { keeperByEvent } from "@/app/door-keeper";
import { scanResponse } from "@/app/door-responses";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

export const POST = async (request: Request, { params }: Context): Promise<Response> =>
  scanResponse(request, await keeperByEvent((await params).id));
