import { list, needsPlatform, pass } from '../say.ts';
import type { Rule } from '../types.ts';

/** Images come from the registries that the cluster offers. */
export const registriesRule: Rule = {
  name: 'registries',
  title: 'Image registries',
  check(desired, context, limits) {
    const offered = [...context.cluster.config.registries, ...limits.registries];
    const foreign = desired.spec.registries.filter(
      (asked) => !offered.some((prefix) => covers(prefix, asked)),
    );
    if (foreign.length === 0) {
      return [pass('registries', 'registries', 'Images come from registries that are offered here.')];
    }
    const here = offered.length === 0 ? 'offers none' : `offers ${list(offered)}`;
    return [
      needsPlatform(
        'registries',
        'registries',
        `Asks for images from ${list(foreign)}; ${context.cluster.name} ${here}. The platform team can approve it.`,
      ),
    ];
  },
};

// By path elements: "registry.example.com/shop" offers "registry.example.com/shop/api", never "registry.example.com/shopping".
function covers(prefix: string, asked: string): boolean {
  const bare = (text: string): string => text.replace(/\/+$/, '');
  return bare(asked) === bare(prefix) || bare(asked).startsWith(`${bare(prefix)}/`);
}
