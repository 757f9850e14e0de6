package gpcm.node.web;

import gpcm.node.traffic.Direction;
import gpcm.node.traffic.MessageKind;
import gpcm.node.traffic.TrafficMessage;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The list of messages as it is shown.
 *
 * @param asked the filters that are on
 * @param size how many rows a part has
 * @param listing the rows
 */
record MessagesPage(Map<String, String> asked, PageSize size, Listing<TrafficMessage> listing) {
  private static final String PLACE = "/messages";

  /** A filter that is on, and the address of the list without it. */
  record Chip(String words, String without) {}

  String asked(String name) {
    return asked.getOrDefault(name, "");
  }

  boolean isFiltered() {
    return !asked.isEmpty();
  }

  List<Chip> chips() {
    List<Chip> chips = new ArrayList<>();
    asked.forEach(
        (name, value) -> {
          Map<String, String> others = new LinkedHashMap<>(asked);
          others.remove(name);
          chips.add(new Chip(words(name, value), address(others)));
        });
    return chips;
  }

  /** The list without any filter. */
  String unfiltered() {
    return address(Map.of());
  }

  private String address(Map<String, String> filters) {
    String query =
        PageSize.behind(
            filters.entrySet().stream()
                .map(each -> each.getKey() + "=" + Display.parameter(each.getValue()))
                .collect(Collectors.joining("&")),
            size.said());
    return query.isEmpty() ? PLACE : PLACE + "?" + query;
  }

  private static String words(String name, String value) {
    return switch (name) {
      case "id" -> "Called " + value;
      case "code" -> "Code " + value;
      case "party" -> "At the other end: " + value;
      case "workflow" -> "Workflow " + value;
      case "kind" -> MessageKind.of(value).map(MessageWords::kind).orElse(value);
      case "direction" -> Direction.of(value).map(MessageWords::direction).orElse(value);
      case "since" -> "From " + day(value);
      case "until" -> "Up to " + day(value);
      default -> name;
    };
  }

  private static String day(String value) {
    try {
      return Display.date(LocalDate.parse(value));
    } catch (DateTimeParseException e) {
      return value;
    }
  }

  /** Why there is no row. */
  String why() {
    if (asked.containsKey("id")) {
      return "Your organisation has sent and received no message that is called so.";
    }
    return isFiltered()
        ? "No messages like this."
        : "No messages. What is sent and received stands here.";
  }
}
