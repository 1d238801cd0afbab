import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const [action] = (await context.params).nextauth;
  // The sign-in form is the only way in: here a refusal would lose its words and the typed address.
  if (action === "callback") return new Response(null, { status: 405 });
  return NextAuth(request, context, authOptions());
}

export { handler as GET, handler as POST };
