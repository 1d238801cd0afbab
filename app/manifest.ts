import type { MetadataRoute } from "next";
import { light } from "@/tailwind.config";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Evento",
    short_name: "Evento",
    description: "Upcoming events and tickets.",
    id: "/",
    start_url: "/",
    display: "standalone",
    background_color: light.page,
    theme_color: light.page,
    icons: [
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
