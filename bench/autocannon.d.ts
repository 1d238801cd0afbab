// autocannon brings no types of its own; this is all that the bench uses.
declare module "autocannon" {
  type Request = { headers: Record<string, string> };
  type Options = {
    url: string;
    connections?: number;
    duration?: number;
    headers?: Record<string, string>;
    requests?: { setupRequest: (request: Request) => Request }[];
  };
  type Result = {
    /** Seconds. */
    duration: number;
    requests: { total: number };
    /** By status. */
    statusCodeStats: Record<string, { count: number } | undefined>;
    errors: number;
  };
  export default function autocannon(options: Options): Promise<Result>;
}
