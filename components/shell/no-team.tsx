import { Empty } from '../ui/empty.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Panel } from '../ui/surface.tsx';

/** The empty-handed start of somebody who is in no team: why, and what to do. */
export function NoTeam({ email }: { email: string }) {
  return (
    <Panel flush>
      <Empty title="You are in no team yet" action={<ButtonLink href="/teams">See the teams</ButtonLink>}>
        Teams come from the groups of your account ({email}), and none of yours is mapped to a team here. Ask
        an administrator of Berth to map one, or have yourself added to your team’s group: it counts at your
        next sign-in at the latest.
      </Empty>
    </Panel>
  );
}
