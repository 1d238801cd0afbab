import { Notice } from "@/components/ui/notice";

/** Tells organisers that the organiser code of this server is no secret. */
export const PublicCodeNotice = () => (
  <div className="mb-8">
    <Notice tone="warn">
      <strong>Anybody can register as an organiser here.</strong> This server still uses the organiser code
      that is published with Evento. Ask its administrator to set <code>ORGANISER_CODE</code>.
    </Notice>
  </div>
);
