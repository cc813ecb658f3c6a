'use client';
import {
  createContext,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useRef,
  type ComponentProps,
  type ReactNode,
} from 'react';
import type { ButtonTone } from './button-class.ts';
import { Button } from './button.tsx';
import { CloseDialog } from './dialog-context.ts';
import { cx } from './cx.ts';
import { inputClass, selectClass } from './field-class.ts';
import { untouched, type FormAction, type FormState } from './form-state.ts';

const FormContext = createContext<{ state: FormState; pending: boolean }>({
  state: untouched,
  pending: false,
});

/**
 * A form over a server action. With scripts it is sent without React's reset, so that a refused input stays as typed; without
 * scripts the server answers with the same values. After a failure the first bad field gets the focus. `onSaved` hears of success.
 */
export function ActionForm({
  action,
  children,
  className,
  label,
  onSaved,
}: {
  action: FormAction;
  children: ReactNode;
  className?: string;
  label?: string;
  onSaved?: (state: FormState) => void;
}) {
  const [state, send, pending] = useActionState(action, untouched);
  const close = useContext(CloseDialog);
  const form = useRef<HTMLFormElement>(null);
  const saved = useRef(onSaved);
  useEffect(() => {
    saved.current = onSaved;
  });
  useEffect(() => {
    if (state.outcome === 'failed') {
      const bad = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
      // A field inside a fold that is closed can't take the focus.
      for (let fold = bad?.closest('details'); fold; fold = fold.parentElement?.closest('details'))
        fold.open = true;
      (bad ?? form.current?.querySelector<HTMLElement>('[data-form-message]'))?.focus();
    }
    if (state.outcome === 'saved') {
      form.current?.reset();
      saved.current?.(state);
      close?.();
    }
  }, [state, close]);
  return (
    <FormContext value={{ state, pending }}>
      <form
        ref={form}
        action={send}
        aria-label={label}
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget, event.nativeEvent.submitter);
          startTransition(() => send(data));
        }}
      >
        <FormMessage />
        <div className={className}>{children}</div>
      </form>
    </FormContext>
  );
}

function FormMessage() {
  const { state } = useContext(FormContext);
  return (
    <div
      role={state.outcome === 'failed' ? 'alert' : 'status'}
      className={state.message ? 'mb-4' : undefined}
    >
      {state.message && (
        <p
          tabIndex={-1}
          data-form-message
          className={cx(
            'rounded-md border px-3 py-2',
            state.outcome === 'failed'
              ? 'border-bad/35 bg-bad-wash text-bad'
              : 'border-ok/35 bg-ok-wash text-ok',
          )}
        >
          {state.message}
        </p>
      )}
    </div>
  );
}

/** Label, control, hint and error of one field, tied together for assistive technology. */
export function FieldFrame({
  id,
  label,
  hint,
  error,
  optional = false,
  className,
  children,
}: {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={cx('min-w-0', className)}>
      <div className="mb-1 flex items-baseline gap-2">
        <label id={`${id}-label`} htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {optional && <span className="text-xs text-faint">optional</span>}
      </div>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** aria attributes that tie a control to its FieldFrame. */
export function described(id: string, hint: unknown, error: string | undefined) {
  const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return {
    ...(ids ? { 'aria-describedby': ids } : {}),
    ...(error ? { 'aria-invalid': true as const } : {}),
  };
}

type FieldProps = {
  name: string;
  label: string;
  hint?: ReactNode;
  optional?: boolean;
  /** Apart from other forms on the page that have a field of the same name. */
  idPrefix?: string;
  /** Classes of the frame. */
  wrap?: string;
};

/**
 * What every field of an ActionForm has: its frame (label, hint, error of the last answer), the attributes that tie its control to the
 * frame, what was sent before, and what is left over for the control itself.
 */
function useField<Props extends FieldProps & { defaultValue?: unknown }>(props: Props) {
  const { name, label, hint, optional = false, idPrefix = 'f', wrap, defaultValue, ...rest } = props;
  const { state } = useContext(FormContext);
  const error = state.fieldErrors[name];
  const id = `${idPrefix}-${name}`;
  return {
    frame: { id, label, hint, error, optional, className: wrap },
    control: {
      id,
      name,
      defaultValue: state.values[name] ?? (defaultValue as string | undefined),
      ...described(id, hint, error),
      ...rest,
    },
  };
}

/** The field errors of the last answer, for controls that an ActionForm doesn't know. */
export function FieldErrors({ children }: { children: (errors: Record<string, string>) => ReactNode }) {
  return children(useContext(FormContext).state.fieldErrors);
}

type Own = 'name' | 'id' | 'defaultValue';

/** A line of text inside an ActionForm. */
export function TextField(
  props: FieldProps & Omit<ComponentProps<'input'>, Own> & { defaultValue?: string | undefined },
) {
  const { frame, control } = useField(props);
  return (
    <FieldFrame {...frame}>
      <input autoComplete="off" {...control} className={cx(inputClass, props.className)} />
    </FieldFrame>
  );
}

/** Several lines of text inside an ActionForm. */
export function TextArea(
  props: FieldProps & Omit<ComponentProps<'textarea'>, Own> & { defaultValue?: string | undefined },
) {
  const { frame, control } = useField(props);
  return (
    <FieldFrame {...frame}>
      <textarea rows={3} {...control} className={cx(inputClass, props.className)} />
    </FieldFrame>
  );
}

/** A choice of one inside an ActionForm. */
export function SelectField({
  options,
  ...props
}: FieldProps &
  Omit<ComponentProps<'select'>, Own> & {
    defaultValue?: string | undefined;
    options: { value: string; label: string }[];
  }) {
  const { frame, control } = useField(props);
  return (
    <FieldFrame {...frame}>
      <select {...control} className={cx(selectClass, props.className)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** Several of a few, as check boxes; sent as repeated values of `name`. */
export function Checks({
  name,
  legend,
  options,
}: {
  name: string;
  legend: string;
  options: { value: string; label: string; hint?: string; checked?: boolean }[];
}) {
  const error = useContext(FormContext).state.fieldErrors[name];
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="grid gap-1.5">
        {options.map((option) => (
          <label key={option.value} className="flex min-h-6 items-baseline gap-2">
            <input
              type="checkbox"
              name={name}
              value={option.value}
              defaultChecked={option.checked}
              className="size-4 translate-y-0.5 accent-tide"
            />
            <span>
              {option.label}
              {option.hint && <span className="text-faint"> {option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && <p className="mt-1 text-xs text-bad">{error}</p>}
    </fieldset>
  );
}

/** The button that sends an ActionForm; says what it does while it does it, and can't be pressed twice. */
export function Submit({
  children,
  busy,
  tone = 'primary',
  size = 'md',
  label,
  ...rest
}: {
  children: ReactNode;
  busy: string;
  tone?: ButtonTone;
  size?: 'md' | 'sm';
  label?: string;
} & Pick<ComponentProps<'button'>, 'name' | 'value' | 'disabled'>) {
  const { pending } = useContext(FormContext);
  return (
    <Button
      type="submit"
      tone={tone}
      size={size}
      aria-disabled={pending || undefined}
      aria-label={label}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
      {...rest}
    >
      {pending ? busy : children}
    </Button>
  );
}
