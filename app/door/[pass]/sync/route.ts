import { keeperByPass } from "@/app/door-keeper";
import { syncResponse } from "@/app/door-responses";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ pass: string }> };

export const POST = async (request: Request, { params }: Context): Promise<Response> =>
  syncResponse(request, keeperByPass((await params).pass));
