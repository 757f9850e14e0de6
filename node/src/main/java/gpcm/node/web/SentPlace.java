package gpcm.node.web;

import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.SentLists;
import gpcm.node.sending.SentRow;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The list that a sent document was opened from, as the address of its page names it, so that one
 * goes back to it and on in it. Nothing of a patient is in it.
 *
 * @param asked which list
 * @param rows how many rows a part of it has, where the address says it
 */
record SentPlace(SentAsked asked, OptionalInt rows) {
  /** The documents beside one. */
  record Neighbours(Optional<UUID> previous, Optional<UUID> next) {}

  /** Of an address that says nothing else. */
  static SentPlace of(Context context) {
    Query query = SentAsked.query(context, PageSize.NAME);
    SentAsked asked = SentAsked.of(context, query);
    OutboxPages.requireNames(SeenOutbox.of(Caller.of(context)), asked.sort());
    return new SentPlace(asked, PageSize.said(query));
  }

  /** The list. */
  String back() {
    return "/outbox" + parameters();
  }

  /** The page of a document of the list. */
  String of(UUID document) {
    return under(document, "");
  }

  /** An address under the page of a document that comes back here. */
  String under(UUID document, String path) {
    return "/outbox/" + document + path + parameters();
  }

  private String parameters() {
    String list = SentAsked.address(asked.view(), asked.sort(), asked.asked());
    String all = PageSize.behind(list, rows);
    return all.isEmpty() ? "" : "?" + all;
  }

  /** What stands beside a document in the list, be it in the list any more or not. */
  Neighbours around(OutboxDocument document, SentLists lists, Caller caller) {
    Keyset here = new Keyset(document.acceptedAt(), document.id());
    return new Neighbours(
        first(lists, caller, Slice.before(here, 1)), first(lists, caller, Slice.after(here, 1)));
  }

  private Optional<UUID> first(SentLists lists, Caller caller, Slice slice) {
    return lists.rows(asked.part(caller, SeenOutbox.of(caller).view(), slice).ofActs()).stream()
        .map(SentRow::document)
        .map(OutboxDocument::id)
        .findFirst();
  }
}
