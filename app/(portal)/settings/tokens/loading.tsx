import { ListSkeleton } from '../../../../components/ui/skeleton.tsx';

export default function Loading() {
  return <ListSkeleton title="API tokens" filters={false} rows={3} />;
}
