package gpcm.node.content;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Argument;

/** The statements of the content store. */
final class ContentRows {
  /** data_corrupted and index_corrupted. */
  private static final Set<String> CORRUPTION = Set.of("XX001", "XX002");

  /**
   * Names new content. Of content that is there already only what was damaged gets a new id and is
   * written anew; the time of naming moves once an hour, so that storing known bytes seldom writes.
   */
  private static final String ON_CONFLICT =
      """
      on conflict (sha256) do update set
        id = case when known.damaged is null then known.id else excluded.id end,
        size = excluded.size,
        stored = case when known.damaged is null then known.stored else excluded.stored end,
        named = excluded.named,
        damaged = null
      where known.damaged is not null or known.named < now() - interval '1 hour'
      """;

  private static final String PUT_IN_ONE_STATEMENT =
      """
      with wanted as (
        select decode(hex, 'hex') as sha256, size, start
        from unnest(:hashes, :sizes, :starts) as given (hex, size, start)
      ), named as (
        insert into stored_content as known (sha256, size)
        select sha256, size from wanted order by sha256
        %s
        returning id, sha256, stored = now() as fresh
      )
      insert into content_chunk (content, n, bytes)
      select id, n, substring(:bytes from start + n * 8116 + 1 for least(8116, size - n * 8116))
      from named join wanted using (sha256)
      cross join generate_series(0, (size + 8115) / 8116 - 1) as n
      where fresh
      """
          .formatted(ON_CONFLICT);

  private static final String NAME =
      """
      with named as (
        insert into stored_content as known (sha256, size)
        select decode(hex, 'hex'), size from unnest(:hashes, :sizes) as given (hex, size) order by hex
        %s
        returning id, sha256, stored = now() as fresh
      )
      select id, sha256 from named where fresh
      """
          .formatted(ON_CONFLICT);

  private static final String ADOPT =
      """
      insert into stored_content as known (id, sha256, size) values (:id, :sha256, :size)
      %s
      returning id
      """
          .formatted(ON_CONFLICT);

  private static final String FIRST_WINDOW =
      """
      select id, size, n, crc32c, bytes
      from stored_content left join content_chunk on content = id and n < %d
      where sha256 = :sha256
      """
          .formatted(Chunk.WINDOW);

  private static final String WHOLE =
      """
      select sha256, id, size, n, crc32c, bytes
      from unnest(:hashes) as wanted (hex)
      join stored_content on sha256 = decode(hex, 'hex')
      left join content_chunk on content = id
      """;

  private ContentRows() {}

  /** Stores all in one statement; for contents of a few hundred kilobytes together. */
  static void putInOneStatement(Handle handle, Map<ContentHash, byte[]> contents) {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    contents
        .values()
        .forEach(
            each -> {
              sizes.add(each.length);
              starts.add(bytes.size());
              bytes.writeBytes(each);
            });
    handle
        .createUpdate(PUT_IN_ONE_STATEMENT)
        .bind("hashes", hashes(contents.keySet()))
        .bind("sizes", array("int4", sizes))
        .bind("starts", array("int4", starts))
        .bind("bytes", bytes.toByteArray())
        .execute();
  }

  /** Stores all in two statements, the second of which streams. */
  static void putByCopy(Handle handle, Map<ContentHash, byte[]> contents) {
    Map<ContentHash, Long> fresh = new HashMap<>();
    handle
        .createQuery(NAME)
        .bind("hashes", hashes(contents.keySet()))
        .bind(
            "sizes",
            array("int8", contents.values().stream().map(bytes -> (long) bytes.length).toList()))
        .map((row, context) -> fresh.put(ContentHash.fromBytes(row.getBytes(2)), row.getLong(1)))
        .list();
    try (ChunkCopy copy = ChunkCopy.into(handle)) {
      for (Map.Entry<ContentHash, Long> each : fresh.entrySet()) {
        copy.writeAll(each.getValue(), contents.get(each.getKey()));
      }
      copy.finish();
    }
  }

  static long beginUpload(Handle handle) {
    return handle
        .createQuery(
            "insert into content_sweep (id) values"
                + " (nextval(pg_get_serial_sequence('stored_content', 'id'))) returning id")
        .mapTo(Long.class)
        .one();
  }

  static void abandonUpload(Handle handle, long id) {
    handle
        .createUpdate(
            "with chunks as (delete from content_chunk where content = :id) delete from"
                + " content_sweep where id = :id")
        .bind("id", id)
        .execute();
  }

  /**
   * Makes an upload visible, unless the same bytes are.
   *
   * @return false when its chunks are no longer there
   */
  static boolean adopt(Handle handle, StoredContent content, long id) {
    boolean there =
        handle
            .createQuery("select true from content_sweep where id = :id for update")
            .bind("id", id)
            .mapTo(Boolean.class)
            .findOne()
            .isPresent();
    if (!there) {
      return false;
    }
    Optional<Long> named =
        handle
            .createQuery(ADOPT)
            .bind("id", id)
            .bind("sha256", content.hash().bytes())
            .bind("size", content.size())
            .mapTo(Long.class)
            .findOne();
    if (named.filter(given -> given == id).isPresent()) {
      handle.execute("delete from content_sweep where id = ?", id);
    }
    return true;
  }

  /** The content with its first chunks. */
  static Optional<StoredChunks> firstWindow(Handle handle, ContentHash hash) {
    return handle
        .createQuery(FIRST_WINDOW)
        .bind("sha256", hash.bytes())
        .addCustomizer(new BinaryResults())
        .reduceResultSet(
            Optional.empty(),
            (known, row, context) ->
                Optional.of((known.isPresent() ? known.get() : StoredChunks.of(row)).add(row)));
  }

  static List<Chunk> window(Handle handle, long content, long from) {
    return handle
        .createQuery(
            "select n, crc32c, bytes from content_chunk where content = :content and n >= :from and"
                + " n < :to")
        .bind("content", content)
        .bind("from", from)
        .bind("to", from + Chunk.WINDOW)
        .addCustomizer(new BinaryResults())
        .map((row, context) -> Chunk.of(row))
        .list();
  }

  /** Those of the contents that are there, with all their chunks. */
  static Map<ContentHash, StoredChunks> whole(Handle handle, Collection<ContentHash> wanted) {
    Map<ContentHash, StoredChunks> found = new HashMap<>();
    return handle
        .createQuery(WHOLE)
        .bind("hashes", hashes(wanted))
        .addCustomizer(new BinaryResults())
        .reduceResultSet(
            found,
            (known, row, context) -> {
              ContentHash hash = ContentHash.fromBytes(row.getBytes("sha256"));
              StoredChunks content = known.get(hash);
              if (content == null) {
                content = StoredChunks.of(row);
                known.put(hash, content);
              }
              content.add(row);
              return known;
            });
  }

  static Optional<Long> size(Handle handle, ContentHash hash) {
    return handle
        .createQuery("select size from stored_content where sha256 = :sha256")
        .bind("sha256", hash.bytes())
        .mapTo(Long.class)
        .findOne();
  }

  static boolean isStillAFile(Handle handle, ContentHash hash) {
    return handle
        .createQuery("select exists (select from content_file where sha256 = :hex)")
        .bind("hex", hash.hex())
        .mapTo(Boolean.class)
        .one();
  }

  static Optional<LocalDate> removedAt(Handle handle, ContentHash hash) {
    return handle
        .createQuery(
            "select (removed_at at time zone 'Europe/London')::date from content_removed where"
                + " sha256 = :hex")
        .bind("hex", hash.hex())
        .mapTo(LocalDate.class)
        .findOne();
  }

  /** A content to be looked at by the scrub. */
  record Scrubbed(long id, ContentHash hash, long size) {}

  static List<Scrubbed> following(Handle handle, long after, int limit) {
    return handle
        .createQuery(
            "select id, sha256, size from stored_content where id > :after order by id limit"
                + " :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Scrubbed(
                    row.getLong("id"),
                    ContentHash.fromBytes(row.getBytes("sha256")),
                    row.getLong("size")))
        .list();
  }

  /**
   * Notes damage, so that storing the same bytes again replaces them. Never waits for a transaction
   * that is storing or removing them: it may be the caller's own.
   *
   * @return false when the content has been removed meanwhile, which is no damage
   */
  static boolean markDamaged(Handle handle, ContentHash hash) {
    handle
        .createUpdate(
            """
            with damaged as (
              update stored_content set damaged = now() where id in (
                select id from stored_content where sha256 = :sha256 and damaged is null
                for update skip locked)
              returning id
            )
            insert into content_sweep (id) select id from damaged on conflict do nothing
            """)
        .bind("sha256", hash.bytes())
        .execute();
    return size(handle, hash).isPresent();
  }

  /** Whether PostgreSQL itself found that a page is not what it wrote. */
  static boolean isCorruption(JdbiException failure) {
    return failure.getCause() instanceof SQLException cause
        && cause.getSQLState() != null
        && CORRUPTION.contains(cause.getSQLState());
  }

  static int remove(Handle handle, Collection<ContentHash> hashes) {
    return handle
        .createQuery(
            """
            with gone as (
              delete from stored_content using unnest(:hashes) as given (hex)
              where sha256 = decode(hex, 'hex') and named < now() - interval '1 hour'
              returning id
            ), chunks as (
              delete from content_chunk using gone where content = id
            )
            select count(*) from gone
            """)
        .bind("hashes", hashes(hashes))
        .mapTo(Integer.class)
        .one();
  }

  /** The ids under which chunks may lie that no content names. */
  static List<Long> unnamed(Handle handle, Duration olderThan) {
    return handle
        .createQuery(
            """
            select id from content_sweep
            where since < now() - make_interval(secs => :seconds)
              and not exists (select from stored_content named where named.id = content_sweep.id)
            """)
        .bind("seconds", (double) olderThan.toSeconds())
        .mapTo(Long.class)
        .list();
  }

  /** Removes the chunks under this id, unless somebody is about to name them. */
  static int sweep(Handle handle, long id) {
    return handle
        .createUpdate(
            """
            with unnamed as (
              select id from content_sweep
              where id = :id
                and not exists (select from stored_content named where named.id = content_sweep.id)
              for update skip locked
            ), chunks as (
              delete from content_chunk using unnamed where content = id
            )
            delete from content_sweep using unnamed where content_sweep.id = unnamed.id
            """)
        .bind("id", id)
        .execute();
  }

  private static Argument hashes(Collection<ContentHash> hashes) {
    return array("text", hashes.stream().map(ContentHash::hex).toList());
  }

  private static Argument array(String type, List<?> elements) {
    return (position, statement, context) ->
        statement.setArray(
            position, statement.getConnection().createArrayOf(type, elements.toArray()));
  }
}
