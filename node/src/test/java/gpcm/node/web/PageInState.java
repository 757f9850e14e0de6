package gpcm.node.web;

import gpcm.node.people.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A page in a state.
 *
 * @param name by which its picture goes
 * @param route of the table of routes
 * @param viewer who looks
 * @param address where it is
 * @param then a script that leads on from there, by a form of that page; empty when nothing does
 * @param before what happens before it is opened
 */
record PageInState(
    String name, String route, Viewer viewer, String address, String then, Before before) {
  PageInState(String name, String route, Viewer viewer, String address, String then) {
    this(name, route, viewer, address, then, browser -> {});
  }

  /** Makes the state that a page is in. */
  interface Before {
    void in(Chromium browser) throws Exception;
  }

  PageInState after(Before state) {
    return new PageInState(name, route, viewer, address, then, state);
  }

  /**
   * Who looks at a page.
   *
   * @param organisation empty for nobody: who has not signed in
   * @param roles at that organisation
   */
  record Viewer(String organisation, String name, List<Role> roles) {
    static final Viewer NOBODY = new Viewer("", "", List.of());

    static Viewer of(String organisation, String name, Role... roles) {
      return new Viewer(organisation, name, List.of(roles));
    }

    boolean signedIn() {
      return !organisation.isEmpty();
    }
  }

  /** With the same fields, sent as the form of this selector with a field left empty or wrong. */
  PageInState sending(String form, String field, String value) {
    return sending(form, Map.of(field, value));
  }

  /** The same with several fields. */
  PageInState sending(String form, Map<String, String> fields) {
    return new PageInState(
        name,
        route,
        viewer,
        address,
        """
        (() => {
          const form = document.querySelector(%s);
          form.noValidate = true;
          if (form.elements.reason) { form.elements.reason.value = 'They asked for it'; }
          for (const [name, value] of Object.entries(%s)) {
            if (form.elements[name]) { form.elements[name].value = value; }
          }
          form.requestSubmit(form.querySelector('button:not([name])') || undefined);
        })()
        """
            .formatted(
                Chromium.quoted(form),
                fields.entrySet().stream()
                    .map(
                        each ->
                            Chromium.quoted(each.getKey())
                                + ": "
                                + Chromium.quoted(each.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"))));
  }
}
