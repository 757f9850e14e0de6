package gpcm.mesh;

/**
 * Which messages to list.
 *
 * @param maxResults page size, 10 to 5000
 * @param continueFrom {@link InboxPage#next()} of the page before; empty for the first page
 * @param workflowFilter {@code W}, {@code !W}, {@code W*}, {@code *W*} and their negations; empty
 *     for all
 */
public record InboxQuery(int maxResults, String continueFrom, String workflowFilter) {
  /** What MESH gives when nothing is asked for. */
  public static final int DEFAULT_MAX_RESULTS = 500;

  public InboxQuery {
    if (maxResults < 10 || maxResults > 5000) {
      throw new IllegalArgumentException("max_results must be 10 to 5000, not " + maxResults);
    }
  }

  /** The oldest 500 messages. */
  public static InboxQuery all() {
    return new InboxQuery(DEFAULT_MAX_RESULTS, "", "");
  }

  /** The oldest 500 messages that pass this filter. */
  public static InboxQuery workflow(String filter) {
    return new InboxQuery(DEFAULT_MAX_RESULTS, "", filter);
  }

  public InboxQuery withMaxResults(int max) {
    return new InboxQuery(max, continueFrom, workflowFilter);
  }

  public InboxQuery from(String next) {
    return new InboxQuery(maxResults, next, workflowFilter);
  }
}
