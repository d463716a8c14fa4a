import type { Knex } from 'knex'

/**
 * A finalized document on which nothing stands may become a draft again. It keeps its number, so a
 * draft may have one; nothing else that was posted can be changed, and no number is ever lost.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table invoices drop constraint invoices_check')
  await db.raw(`alter table invoices add constraint invoices_finalized_have_a_number
    check (finalized_at is null or number is not null)`)
  await db.raw(KEEP_FINALIZED)
  await db.raw('drop trigger invoices_keep_finalized on invoices')
  await db.raw(`create trigger invoices_keep_finalized before insert or update or delete on invoices
    for each row execute function keep_finalized()`)
}

const KEEP_FINALIZED = `
  create or replace function keep_finalized() returns trigger language plpgsql as $$
  declare
    moved_by_money constant text[] :=
      array['credit_applied_minor', 'paid_minor', 'voided_at', 'void_reason', 'updated_at', 'version'];
    moved_by_reopening constant text[] := array['finalized_at', 'parties', 'updated_at', 'version'];
  begin
    -- A gap in the numbers would be a document that somebody made away with.
    if tg_op = 'DELETE' then
      if old.number is not null then
        raise exception 'document % has a number and cannot be deleted', old.number using errcode = 'TT003';
      end if;
      return old;
    end if;
    if new.number is distinct from old.number and (old.number is not null or new.finalized_at is null) then
      raise exception 'a document gets its number by being finalized, and keeps it' using errcode = 'TT003';
    end if;
    if old.finalized_at is null then return new; end if;

    if new.finalized_at is null then
      -- Lines that a credit note gives back must stay as they are, even when that note is void.
      if old.invoice_type = 'credit_note' or old.voided_at is not null
        or old.paid_minor <> 0 or old.credit_applied_minor <> 0 or new.parties is not null
        or (to_jsonb(new) - moved_by_reopening) is distinct from (to_jsonb(old) - moved_by_reopening)
        or exists (
          select from invoices c where c.tenant = old.tenant and c.source_invoice_id = old.invoice_id
        )
      then
        raise exception 'document % cannot become a draft again', old.number using errcode = 'TT003';
      end if;
      return new;
    end if;
    if (to_jsonb(new) - moved_by_money) is distinct from (to_jsonb(old) - moved_by_money) then
      raise exception 'document % is finalized and cannot be changed', old.number using errcode = 'TT003';
    end if;
    if old.voided_at is not null and new.voided_at is null then
      raise exception 'document % is void and stays void', old.number using errcode = 'TT003';
    end if;
    return new;
  end $$`

export async function down(db: Knex): Promise<void> {
  await db.raw('drop trigger invoices_keep_finalized on invoices')
  await db.raw(KEEP_FINALIZED_BEFORE)
  await db.raw(`create trigger invoices_keep_finalized before update or delete on invoices
    for each row execute function keep_finalized()`)
  await db.raw('alter table invoices drop constraint invoices_finalized_have_a_number')
  // Drafts that have a number keep it until they are finalized again; there will be no more of them.
  await db.raw(`alter table invoices add constraint invoices_check
    check ((finalized_at is null) = (number is null)) not valid`)
}

const KEEP_FINALIZED_BEFORE = `
  create or replace function keep_finalized() returns trigger language plpgsql as $$
  begin
    if old.finalized_at is null then return case tg_op when 'DELETE' then old else new end; end if;
    if tg_op = 'DELETE' then
      raise exception 'document % is finalized and cannot be deleted', old.number using errcode = 'TT003';
    end if;
    if (to_jsonb(new) - array['credit_applied_minor', 'paid_minor', 'voided_at', 'void_reason', 'updated_at', 'version'])
      is distinct from
       (to_jsonb(old) - array['credit_applied_minor', 'paid_minor', 'voided_at', 'void_reason', 'updated_at', 'version'])
    then
      raise exception 'document % is finalized and cannot be changed', old.number using errcode = 'TT003';
    end if;
    if old.voided_at is not null and new.voided_at is null then
      raise exception 'document % is void and stays void', old.number using errcode = 'TT003';
    end if;
    return new;
  end $$`
