import { keeperByPass } from "@/app/door-keeper";
import { listResponse } from "@/app/door-responses";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ pass: string }> };

export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  listResponse(keeperByPass((await params).pass));
