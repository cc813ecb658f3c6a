import { Button, ButtonLink } from '../../components/ui/button.tsx';
import { Empty } from '../../components/ui/empty.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { Bar } from '../../components/ui/skeleton.tsx';
import { Panel } from '../../components/ui/surface.tsx';
import { Chapter, Sample } from './chapter.tsx';

/** What a part of a page looks like when it has nothing, not yet, not all, or not for you. */
export function States() {
  return (
    <Chapter
      id="states"
      title="States"
      intro="Each says what is so, why, and what to do. A skeleton has the height of what it stands for; nothing jumps."
    >
      <div className="grid gap-8 lg:grid-cols-2">
        <Sample title="Empty">
          <Panel flush>
            <Empty
              title="Your teams have no namespace yet"
              action={
                <ButtonLink href="/ask" tone="primary">
                  Ask for the first one
                </ButtonLink>
              }
            >
              Inside the guardrails it is granted at once, and stands on its cluster in seconds.
            </Empty>
          </Panel>
        </Sample>
        <Sample title="Loading">
          <Panel flush>
            {[0, 1, 2, 3, 4].map((at) => (
              <div
                key={at}
                className="flex h-[2.8125rem] items-center gap-6 border-b border-line px-4 last:border-0"
              >
                <Bar className="h-3.5 w-40" />
                <Bar className="ml-auto h-3 w-16" />
              </div>
            ))}
          </Panel>
        </Sample>
        <Sample title="Nothing fits">
          <Panel flush>
            <Empty title="No namespace fits" action={<Button>Show all</Button>}>
              Nothing matches this search and these filters together.
            </Empty>
          </Panel>
        </Sample>
        <div className="grid content-start gap-8">
          <Sample title="Partial">
            <Notice tone="warn" title="Berth can’t reach the cluster harbor-dev">
              What runs there keeps running and stays fenced. Changes wait, and are made by themselves when it
              is back.
            </Notice>
          </Sample>
          <Sample title="Error">
            <Notice
              tone="bad"
              title="This list could not be read"
              action={<Button size="sm">Try again</Button>}
            >
              Something that Berth needs did not answer. What you saved is saved. If it stays so, tell the
              platform team the reference 3f9c.
            </Notice>
          </Sample>
          <Sample title="Offline">
            <Notice tone="warn" title="You are offline">
              What you see may be old; what you typed is still here.
            </Notice>
          </Sample>
          <Sample title="Forbidden">
            <Notice title="Only the team sees this">
              Access lists, YAML and history are shown to Payments and the platform team. Ask them for access.
            </Notice>
          </Sample>
          <Sample title="Done, where it does not show by itself">
            <Notice tone="ok" title="Mapped">
              It counts at once for everybody in the group.
            </Notice>
          </Sample>
        </div>
      </div>
    </Chapter>
  );
}
