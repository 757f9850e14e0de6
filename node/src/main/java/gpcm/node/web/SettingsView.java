package gpcm.node.web;

import gpcm.node.people.Permission;
import gpcm.node.working.Named;
import gpcm.node.working.SettingChange;
import gpcm.node.working.Team;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What every page of the settings shows around its own content.
 *
 * @param version the last change of its section
 * @param changes the last ones, newest first
 * @param teams whom something can be given to
 * @param people and these
 * @param given what was filled in, where it could not be done
 * @param errors what is wrong with it, by field
 */
record SettingsView(
    Frame frame,
    long version,
    List<SettingChange> changes,
    List<Team> teams,
    List<Named> people,
    Map<String, List<String>> given,
    Map<String, String> errors) {
  SettingsView {
    changes = List.copyOf(changes);
    teams = List.copyOf(teams);
    people = List.copyOf(people);
  }

  /** Whether it is worth showing how to change something. */
  boolean mayChange() {
    return frame.could(Permission.CHANGE_SETTINGS);
  }

  String error(String field) {
    return errors.getOrDefault(field, "");
  }

  /** What was filled in, or else what is set. */
  String value(String field, String set) {
    return given.containsKey(field) ? given.get(field).stream().findFirst().orElse("") : set;
  }

  /** Whether this box was ticked, or else is set. */
  boolean ticked(String field, String value, boolean set) {
    return given.containsKey(field) ? given.get(field).contains(value) : set;
  }

  /** Whether it is the form that asks for its reason in this field that came to nothing. */
  boolean inForm(String id) {
    return !errors.isEmpty() && value(SettingsSection.WHY, "").equals(id);
  }

  /** The reason that was given in the form that asks for it in this field. */
  String reason(String id) {
    return value(SettingsSection.WHY, "").equals(id) ? value("reason", "") : "";
  }

  String title(String title) {
    return (errors.isEmpty() ? "" : "Error: ") + title;
  }

  static String names(Team team) {
    return team.members().stream().map(Named::name).collect(Collectors.joining(", "));
  }
}
