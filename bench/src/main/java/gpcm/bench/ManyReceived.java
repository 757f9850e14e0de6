package gpcm.bench;

import org.jdbi.v3.core.Handle;

/**
 * Rows of documents that organisations A10000, A10001 ... received in a year, with the people and
 * teams that work on them. Names of every other organisation begin alike, those of the others as
 * differently as names do.
 */
public final class ManyReceived {
  private static final int AT_A_TIME = 50_000;
  private static final String SPREAD =
      """
      insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title, version, confidential,
        patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name, encounter_id, message_id, document_id,
        composition_id, warnings, received_at, work, due_at, patient_search, owner_person, owner_team, urgent, attachments, done_at,
        outcome, type_system, type_code, type_display)
      select md5('entry-' || n)::uuid, 'A' || 10000 + n %% :organisations, md5('received-' || n)::uuid, 'to-do', 'consultation-summary',
        case when n %% 3 = 0 then 'FI' else 'FA' end, 'Report', 'Report', 1, n %% 100 = 0,
        to_char(9990000000 + p, 'FM9999999999'), family || ', ' || given, to_char(date '1930-01-01' + (p %% 32000)::integer, 'YYYY-MM-DD'),
        'B' || 10000 + n / :organisations %% 40, 'Sender ' || n / :organisations %% 40, '', 'message-' || n, 'document-' || n, '',
        case when n %% 11 = 0 then 'look' else '' end, at, work, at + interval '3 days', lower(family || ' ' || given),
        case when work = 'in-progress' then md5('person-' || n %% :organisations || '-' || n / :organisations %% 10)::uuid end,
        case when work = 'assigned' then md5('team-' || n %% :organisations || '-' || n / :organisations %% 5)::uuid end,
        n %% 50 = 0, n %% 3, case when work = 'done' then at + interval '1 day' end, case when work = 'done' then 'coded-only' end,
        'http://snomed.info/sct', 'T' || 100 + n / :organisations %% 30, 'Type ' || n / :organisations %% 30
      from (
        select n, p, case when alike then 'Family' || chr((97 + p %% 26)::integer) || chr((97 + p / 26 %% 26)::integer)
            || chr((97 + p / 676 %% 26)::integer)
            else (array['Ba', 'Be', 'Bo', 'Bra', 'Ca', 'Cla', 'Co', 'Da', 'De', 'Do', 'E', 'Fa', 'Fe', 'Fi', 'Ga', 'Gri', 'Ha', 'He', 'Ho',
              'I', 'Jo', 'Ka', 'Le', 'Ma', 'Mi', 'Mo', 'Ne', 'O', 'Pa', 'Pe', 'Ra', 'Ro', 'Sa', 'Sto', 'Ta', 'Tho', 'U', 'Wa', 'Wi', 'Yo'])[
                (1 + common %% 40)::integer]
              || (array['lm', 'rt', 'nd', 'ck', 'mb', 'rk', 'ld', 'rs', 'tch', 'pp', 'nt', 'rn', 'll', 'ss', 'st', 'dd', 'ff', 'gg', 'rr', 'v',
              'nn', 'th', 'tt', 'x', 'z'])[(1 + common / 40 %% 25)::integer]
              || (array['on', 'er', 'ey', 'ing', 'am'])[(1 + common / 1000)::integer] end as family,
          case when alike then 'Given' || chr((97 + p %% 23)::integer) || chr((97 + p / 23 %% 26)::integer)
            else (array['Al', 'An', 'Be', 'Ca', 'Cha', 'Da', 'El', 'Em', 'Fre', 'Ge', 'Ha', 'Is', 'Ja', 'Jo', 'Ka', 'Li', 'Ma', 'Ni', 'Ol', 'Sa'])[
                (1 + n / :organisations %% 7 * (n / :organisations %% 20) / 7)::integer]
              || (array['an', 'bel', 'con', 'dy', 'ette', 'fred', 'ga'])[(1 + n / :organisations %% 7)::integer] end as given,
          now() - n * (interval '365 days' / :documents) as at,
          case when n < :documents / 20 then (array['new', 'new', 'assigned', 'in-progress', 'in-review', 'waiting', 'needs-matching'])[1 + n / :organisations %% 7]
            when n %% 40 = 3 then 'replaced' else 'done' end as work
        from (select n, p, n %% :organisations %% 2 = 1 as alike, floor(5000 * power(p / 300000.0, 2))::bigint as common
          from (select n, (n * 7919) %% 300000 as p from generate_series(cast(:first as bigint), :last) n) numbers) spread) documents
      """
          .replace("%%", "%");

  private ManyReceived() {}

  /** Adds so many to an empty database, in one transaction or as the handle is set. */
  public static void fill(Handle handle, int documents, int organisations) {
    // The received messages that the rows refer to are not looked at.
    handle.execute("set session_replication_role = replica");
    handle.execute("set synchronous_commit = off");
    handle
        .createUpdate(
            """
            insert into person (id, issuer, subject, name, created_at)
            select md5('person-' || o || '-' || n)::uuid, 'bench', o || '-' || n, 'Person ' || n, now()
            from generate_series(0, :organisations - 1) o, generate_series(0, 9) n
            """)
        .bind("organisations", organisations)
        .execute();
    handle
        .createUpdate(
            """
            insert into team (id, organisation, name) select md5('team-' || o || '-' || n)::uuid, 'A' || 10000 + o, 'Team ' || n
            from generate_series(0, :organisations - 1) o, generate_series(0, 4) n
            """)
        .bind("organisations", organisations)
        .execute();
    handle
        .createUpdate(
            """
            insert into team_member (team, person) select md5('team-' || o || '-' || n % 5)::uuid, md5('person-' || o || '-' || n)::uuid
            from generate_series(0, :organisations - 1) o, generate_series(0, 9) n
            """)
        .bind("organisations", organisations)
        .execute();
    for (int first = 0; first < documents; first += AT_A_TIME) {
      handle
          .createUpdate(SPREAD)
          .bind("organisations", organisations)
          .bind("documents", documents)
          .bind("first", first)
          .bind("last", Math.min(documents, first + AT_A_TIME) - 1)
          .execute();
    }
    handle
        .createUpdate(
            """
            insert into message_seen (organisation, message_id, received) select organisation, message_id, received from worklist_entry
            on conflict do nothing
            """)
        .execute();
    handle.execute("set session_replication_role = default");
    handle.execute("set synchronous_commit = on");
    handle.execute("vacuum analyze");
  }
}
