import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";
import { viewer } from "@/lib/auth/viewer";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  // next-auth would answer from the cookie alone, also when its row is gone.
  if (nextauth[0] === "session" && !(await viewer())) return Response.json({});
  // Signing in with a password is a POST; next-auth would answer this with a 500.
  if (nextauth[0] === "callback" && request.method === "GET") return new Response(null, { status: 405 });
  return NextAuth(authOptions())(request, context);
}

export { handle as GET, handle as POST };
