package gpcm.node;

/**
 * Rows that the database does not write until this is closed: as when a node dies between two
 * statements. That one was tried is kept though its transaction comes to nothing.
 */
final class RefusedWrites implements AutoCloseable {
  private final TestNetwork network;
  private final String table;

  private RefusedWrites(TestNetwork network, String table) {
    this.network = network;
    this.table = table;
  }

  /**
   * Refuses them from now on.
   *
   * @param which of the {@code new} row, in SQL
   */
  static RefusedWrites of(TestNetwork network, String table, String which) {
    network.execute("create sequence refused_writes");
    network.execute(
        """
        create function refused_write() returns trigger language plpgsql as $$ begin
          if %s then
            perform nextval('refused_writes');
            raise exception 'this write is refused';
          end if;
          return new;
        end $$
        """
            .formatted(which));
    network.execute(
        "create trigger refused_write before insert or update on "
            + table
            + " for each row execute function refused_write()");
    return new RefusedWrites(network, table);
  }

  /** Whether something has tried to write one. */
  boolean tried() {
    return network.one("select is_called from refused_writes").equals("t");
  }

  @Override
  public void close() {
    network.execute("drop trigger refused_write on " + table);
    network.execute("drop function refused_write");
    network.execute("drop sequence refused_writes");
  }
}
