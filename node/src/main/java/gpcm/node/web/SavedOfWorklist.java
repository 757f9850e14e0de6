package gpcm.node.web;

import gpcm.node.working.ListSort;
import gpcm.node.working.ListView;
import gpcm.node.working.SavedViews;
import gpcm.node.working.WorkLists;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Views of what was received. */
final class SavedOfWorklist implements SavedKind {
  private final WorkLists lists;
  private final WorkListsApi filters;

  SavedOfWorklist(Served served, Access access) {
    this.lists = served.lists();
    this.filters = new WorkListsApi(served, access);
  }

  @Override
  public String place() {
    return "/worklist";
  }

  @Override
  public String words() {
    return "worklist";
  }

  @Override
  public SavedViews saved() {
    return lists.saved();
  }

  @Override
  public Set<String> asked() {
    return WorkListsApi.ASKED;
  }

  @Override
  public List<String> filters() {
    return WorkListsApi.FILTERS;
  }

  @Override
  public String query(Context context, WorkFields fields, Map<String, String> asked)
      throws IOException {
    ListView view = WorkListsApi.view(fields);
    ListSort sort = WorkListsApi.sort(fields);
    filters.filter(context, fields);
    return WorkListsApi.query(view, sort, asked);
  }

  @Override
  public int count(Context context, WorkFields fields) throws IOException {
    return lists.count(
        WorkListsApi.viewer(context), WorkListsApi.view(fields), filters.filter(context, fields));
  }
}
