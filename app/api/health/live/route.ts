export const dynamic = "force-dynamic";

/** 200 while the process is running. */
export const GET = () => Response.json({ status: "ok" });
