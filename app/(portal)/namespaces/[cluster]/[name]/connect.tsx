import { buttonClass } from '../../../../../components/ui/button-class.ts';
import { Section } from '../../../../../components/ui/surface.tsx';
import { CodeBlock, Command } from '../../../../../components/ui/yaml.tsx';
import type { NamespaceView } from '../../../../../lib/queries/types.ts';
import { downloadHref, kubeconfigOf } from './kubeconfig.ts';

/** Ways in: as oneself, and from a pipeline. */
export function Connect({ view, caBundle }: { view: NamespaceView; caBundle: string | null }) {
  const kubeconfig = kubeconfigOf(view, caBundle);
  return (
    <div className="grid items-start gap-7 lg:grid-cols-2">
      <div className="grid min-w-0 gap-7">
        <Section title="With kubectl, as yourself">
          <div className="grid min-w-0 gap-3">
            <p className="text-soft">
              Your own account signs you in on the cluster too; Berth hands out no credential. You need
              kubectl and its plugin for OpenID Connect, <code>kubectl-oidc_login</code>.
            </p>
            <p>
              <a
                className={buttonClass('plain')}
                href={downloadHref(kubeconfig)}
                download={`${view.cluster.name}-${view.name}.yaml`}
              >
                Download kubeconfig
              </a>
            </p>
            <Command
              label="kubectl command"
              text={`kubectl --kubeconfig ${view.cluster.name}-${view.name}.yaml get pods`}
            />
          </div>
        </Section>
        <Section title="From a pipeline">
          <div className="grid min-w-0 gap-3">
            <p className="text-soft">
              The ServiceAccount <code>berth-deployer</code> may deploy here. A maintainer of the namespace
              makes a short-lived token for it:
            </p>
            <Command
              label="token command"
              text={`kubectl create token berth-deployer --namespace ${view.name} --duration 1h`}
            />
          </div>
        </Section>
        <Section title="API server" bare>
          <CodeBlock label="API server address" text={view.apiServer} wrap />
        </Section>
      </div>
      <Section title="Kubeconfig" hint="Without secrets" bare>
        <CodeBlock label="kubeconfig" yaml text={kubeconfig} />
      </Section>
    </div>
  );
}
