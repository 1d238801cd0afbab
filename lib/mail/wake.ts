import { BroadcastChannel } from "node:worker_threads";
import { remember } from "@epic-web/remember";

function openChannel(): BroadcastChannel {
  const channel = new BroadcastChannel("evento.mail");
  channel.unref();
  return channel;
}

/** Tells the mail worker of this process, if it runs, that mail may be waiting; call it after the commit. */
export const wakeMailWorker = (): void => remember("evento.mail", openChannel).postMessage("queued");

/** Calls `wake`, in any thread, when mail was queued. Returns what ends that. */
export function onMailQueued(wake: () => void): () => void {
  const channel = openChannel();
  channel.onmessage = wake;
  return () => channel.close();
}
