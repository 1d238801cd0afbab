import { EventSections } from "@/components/dashboard/event-sections";
import { NotFound } from "@/components/shell/not-found";
import { BarChart } from "@/components/statistics/bar-chart";
import { Figures } from "@/components/statistics/figures";
import { LineChart } from "@/components/statistics/line-chart";
import { PageHeading } from "@/components/ui/page-heading";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { findStatistics } from "@/lib/statistics/queries";
import { formatDuration } from "@/lib/time/format";
import { findManaged, managedMetadata } from "../../managed-event";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = managedMetadata("/statistics", (event) => `Statistics of ${event.name}`);

export default async function StatisticsPage({ params }: Props) {
  const { event } = await findManaged((await params).id, "/statistics");
  if (!event) {
    setStatus(404);
    return <NotFound />;
  }
  const { tickets, waiting, arrivals, arrivalPeriod, checkedIn, noShows } = await findStatistics(
    event,
    now(),
  );
  const { timeZone } = event;
  const isCancelled = event.state === "cancelled";
  return (
    <>
      <PageHeading title="Statistics">{event.name}</PageHeading>
      <EventSections eventId={event.id} state={event.state} current="Statistics" />
      <Figures
        className="mb-8 sm:grid-cols-4"
        figures={[
          isCancelled
            ? { label: "Void tickets", value: event.voidedTickets }
            : { label: "Tickets", value: event.allocated },
          { label: "Capacity", value: event.capacity },
          { label: "Checked in", value: checkedIn },
          noShows === null
            ? { label: "Waiting", value: isCancelled ? 0 : (waiting.at(-1)?.value ?? 0) }
            : { label: "Did not come", value: noShows },
        ]}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-10 lg:grid-cols-2">
        <LineChart title="Valid tickets" noun="Tickets" points={tickets} timeZone={timeZone} />
        <LineChart title="Waiting list" noun="People" points={waiting} timeZone={timeZone} />
        <BarChart
          title={`Arrivals in periods of ${formatDuration(arrivalPeriod / 60_000)}`}
          noun="People"
          points={arrivals}
          timeZone={timeZone}
        />
      </div>
      {arrivals.length === 0 && (
        <p className="mt-8 text-muted">Arrivals are shown once tickets are checked in at the door.</p>
      )}
    </>
  );
}
