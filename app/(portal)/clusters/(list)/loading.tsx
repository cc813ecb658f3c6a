import { ListSkeleton } from '../../../../components/ui/skeleton.tsx';

export default function Loading() {
  return <ListSkeleton title="Clusters" filters={false} rows={3} />;
}
