import { keeperByEvent } from "@/app/door-keeper";
import { listResponse } from "@/app/door-responses";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  listResponse(await keeperByEvent((await params).id));
