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
import { Button, type ButtonTone } from './button.tsx';
import { CloseDialog } from './dialog-context.ts';
import { cx } from './cx.ts';
import { inputClass } from './field-class.ts';
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
        <label htmlFor={id} className="text-sm font-medium">
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
  idPrefix?: string;
  wrap?: string;
};

function useField(name: string) {
  const { state } = useContext(FormContext);
  return { error: state.fieldErrors[name], sent: state.values[name] };
}

/** The field errors of the last answer, for controls that an ActionForm doesn't know. */
export function FieldErrors({ children }: { children: (errors: Record<string, string>) => ReactNode }) {
  return children(useContext(FormContext).state.fieldErrors);
}

/** A line of text inside an ActionForm. */
export function TextField({
  name,
  label,
  hint,
  optional,
  idPrefix = 'f',
  wrap,
  defaultValue,
  className,
  ...rest
}: FieldProps & Omit<ComponentProps<'input'>, 'name' | 'id'>) {
  const { error, sent } = useField(name);
  const id = `${idPrefix}-${name}`;
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} optional={optional ?? false} className={wrap}>
      <input
        id={id}
        name={name}
        defaultValue={sent ?? defaultValue}
        className={cx(inputClass, className)}
        autoComplete="off"
        {...described(id, hint, error)}
        {...rest}
      />
    </FieldFrame>
  );
}

/** Several lines of text inside an ActionForm. */
export function TextArea({
  name,
  label,
  hint,
  optional,
  idPrefix = 'f',
  wrap,
  defaultValue,
  rows = 3,
  ...rest
}: FieldProps & Omit<ComponentProps<'textarea'>, 'name' | 'id'>) {
  const { error, sent } = useField(name);
  const id = `${idPrefix}-${name}`;
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} optional={optional ?? false} className={wrap}>
      <textarea
        id={id}
        name={name}
        rows={rows}
        defaultValue={sent ?? defaultValue}
        className={inputClass}
        {...described(id, hint, error)}
        {...rest}
      />
    </FieldFrame>
  );
}

/** A choice of one inside an ActionForm. */
export function SelectField({
  name,
  label,
  hint,
  optional,
  idPrefix = 'f',
  wrap,
  defaultValue,
  options,
  ...rest
}: FieldProps &
  Omit<ComponentProps<'select'>, 'name' | 'id'> & { options: { value: string; label: string }[] }) {
  const { error, sent } = useField(name);
  const id = `${idPrefix}-${name}`;
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} optional={optional ?? false} className={wrap}>
      <select
        id={id}
        name={name}
        defaultValue={sent ?? defaultValue}
        className={inputClass}
        {...described(id, hint, error)}
        {...rest}
      >
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
  const { error } = useField(name);
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
