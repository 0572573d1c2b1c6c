// What clients ask of the sandbox, as it happens.
import { type Activity, useActivity } from './activity.ts';
import { Facts, inDigits, Title } from './elements.tsx';

const statisticsOf = ({ statistics }: Activity) => statistics;

export const Requests = () => {
  const { requests, queries, mutations, peakInFlight } = useActivity(statisticsOf);
  return (
    <>
      <Title text="Requests" />
      <Facts
        of={[
          { name: 'Requests', value: inDigits(requests) },
          { name: 'Queries', value: inDigits(queries) },
          { name: 'Mutations', value: inDigits(mutations) },
          { name: 'Most at once', value: inDigits(peakInFlight) },
        ]}
      />
    </>
  );
};
