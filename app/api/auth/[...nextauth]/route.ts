import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const [action] = (await context.params).nextauth;
  // Signing in with a password is a POST; next-auth answers this with a 500.
  if (action === "callback" && request.method === "GET") return new Response(null, { status: 405 });
  return NextAuth(request, context, authOptions());
}

export { handler as GET, handler as POST };
