package gpcm.rules.structure;

import gpcm.rules.CrashedRule;
import gpcm.rules.Element;
import gpcm.rules.Finding;
import gpcm.rules.MessageCheck;
import gpcm.rules.MessageContext;
import gpcm.rules.Strength;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.DomainResource;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.UriType;

/** One walk over one message: every element is compared with what is asked of it. */
final class Walk {
  private static final List<Invariant> OF_RESOURCES = Invariants.about("DomainResource");

  private final MessageContext context;
  private final MessageCheck.Report report;
  private final Faults faults;
  private final Facts facts = Facts.official();
  private final Map<Base, List<Element>> referrers = new HashMap<>();
  private final Claims claims;
  private final Values values;
  private final Extensions extensions;
  private final Links links = new Links();
  private References references;
  private Element entry;
  private Place place = Place.MESSAGE;
  private Set<String> ids = new HashSet<>();

  Walk(MessageContext context, MessageCheck.Report report, Faults faults) {
    this.context = context;
    this.report = report;
    this.faults = faults;
    this.claims = new Claims(facts, faults);
    this.values = new Values(facts, faults);
    this.extensions = new Extensions(facts, faults);
    this.entry = context.message();
    this.references = references(entry, false);
  }

  void message() {
    resource(context.message(), Place.MESSAGE);
    claims.tell(referrers);
    context.header().ifPresent(header -> apart(header, context.outer(), Strength.SHOULD, false));
    context
        .composition()
        .ifPresent(composition -> apart(composition, context.inner(), Strength.MUST, true));
  }

  /**
   * A document holds its Composition and what is linked with it, and nothing else; of a message
   * FHIR only expects so.
   */
  private void apart(Element start, List<Element> entries, Strength strength, boolean payload) {
    boolean outside = faults.payload(payload);
    for (Element alone : links.apart(start, entries)) {
      faults.found(
          Layer.FHIR,
          strength,
          false,
          alone.path(),
          "an entry that nothing leads to",
          "an entry that references connect with the " + start.type() + ", in either direction",
          "Refer to it from the " + start.type() + " or what that refers to, or leave it out");
    }
    faults.payload(outside);
  }

  private References references(Element container, boolean payload) {
    return new References(context, faults, referrers, links, entry, container, payload);
  }

  private void resource(Element resource, Place there) {
    Place before = place;
    boolean payload = there.payload() || (before.payload() && there == Place.CONTAINED);
    boolean outside = faults.payload(payload);
    References around = references;
    Element beside = entry;
    if (there != Place.CONTAINED) {
      entry = there == Place.ELSEWHERE ? entry : resource;
      references = references(resource, payload);
    }
    place = there;
    Set<String> idsAround = ids;
    ids = new HashSet<>();
    String type = resource.type();
    visit(resource, type, type, List.of(), claims.layers(resource, there));
    ids = idsAround;
    place = before;
    references = around;
    entry = beside;
    faults.payload(outside);
  }

  /**
   * @param path the element in the type it stands in, such as {@code Patient.identifier}
   * @param there what must hold because it stands there
   * @param layers what profiles ask of it
   */
  private void visit(
      Element element, String type, String path, List<Invariant> there, List<Layer> layers) {
    Base value = element.value();
    boolean primitive = value.isPrimitive();
    ofItsOwn(element);
    TypeFacts known = facts.of(primitive ? "Element" : type);
    if (value instanceof DomainResource) {
      hold(OF_RESOURCES, element);
    }
    hold(known.invariants(), element);
    if (!path.equals(type)) {
      hold(there, element);
    }
    if (value instanceof UriType address) {
      references.address(address, path);
    }
    if (primitive && plain(value)) {
      return;
    }
    if (known.elements().isEmpty()) {
      unknown(element, path);
    }
    boolean demanding = demanding(layers);
    for (TypeElement base : known.elements()) {
      if (value instanceof Narrative narrative && base.name().equals("div")) {
        // Its content is looked at as a whole, elsewhere.
        if (!narrative.hasDiv()) {
          missing(base.asked(), element, "div");
        }
        continue;
      }
      List<Element> children = element.children(base.name());
      // Most of what may be there is not, and nothing is asked of it.
      if (!children.isEmpty() || demanding || base.asked().facts().min() > 0) {
        child(element, children, path, base, layers);
      }
    }
  }

  /** What is referred to inside a resource is told by its id. */
  private void ofItsOwn(Element element) {
    if (element.value() instanceof org.hl7.fhir.dstu3.model.Element part
        && part.hasId()
        && !ids.add(part.getId())) {
      faults.found(
          Layer.FHIR,
          Strength.MUST,
          false,
          element.pathOf("id"),
          "the id of another element of the resource",
          "an id that no other element of the resource has",
          "Give the element an id of its own, or none");
    }
  }

  private static boolean demanding(List<Layer> layers) {
    for (Layer layer : layers) {
      if (layer.demanding()) {
        return true;
      }
    }
    return false;
  }

  /** A type that no Send Document message is made of: what holds everywhere holds there too. */
  private void unknown(Element element, String path) {
    for (Element child : element.children()) {
      if (child.value() instanceof Resource) {
        resource(child, place.inside(child));
      } else {
        String inside = path + "." + child.name();
        visit(child, child.type(), inside, Invariants.about(inside), List.of());
      }
    }
  }

  private static boolean plain(Base primitive) {
    return !(primitive instanceof org.hl7.fhir.dstu3.model.Element element)
        || (!element.hasExtension() && !element.hasId());
  }

  private void child(
      Element owner, List<Element> children, String path, TypeElement base, List<Layer> layers) {
    count(base.asked(), owner, children);
    List<Layer> asked = List.of();
    for (Layer layer : layers) {
      Layer there = layer.children().get(base.name());
      if (there != null) {
        asked = asked.isEmpty() ? new ArrayList<>(2) : asked;
        asked.add(there);
        count(there, owner, children);
      }
    }
    for (Layer layer : asked) {
      slices(layer, owner, children);
    }
    for (Element value : children) {
      value(value, path, base, asked);
    }
  }

  private void value(Element value, String owner, TypeElement base, List<Layer> asked) {
    if (value.value() instanceof Resource) {
      resource(value, place.inside(value));
      return;
    }
    String type = value.type();
    values.check(base.asked(), value, type);
    List<Layer> inside = asked.isEmpty() ? asked : new ArrayList<>(2);
    for (Layer layer : asked) {
      values.check(layer, value, type);
      inside.add(layer);
      for (Layer slice : layer.slices()) {
        if (Slices.matches(slice.facts(), layer.facts().discriminator(), value)) {
          values.check(slice, value, type);
          inside.add(slice);
        }
      }
    }
    if (value.value() instanceof Reference) {
      references.check(value, base.asked(), inside);
    } else if (value.value() instanceof Extension extension) {
      List<Layer> defined = extensions.layers(extension, value, owner, asked);
      if (inside.isEmpty()) {
        inside = defined;
      } else {
        inside.addAll(defined);
      }
    }
    visit(value, type, base.path(), base.invariants(), inside);
  }

  private void count(Layer layer, Element owner, List<Element> found) {
    if (found.size() < layer.facts().min()) {
      missing(layer, owner, layer.facts().name());
    } else if (found.size() > layer.facts().max()) {
      tooMany(layer, found, layer.facts().name());
    }
  }

  private void missing(Layer layer, Element owner, String what) {
    faults.must(
        layer,
        owner.pathOf(layer.facts().name()),
        Finding.NOTHING,
        "at least " + layer.facts().min() + " " + what,
        "Fill " + what);
  }

  private void tooMany(Layer layer, List<Element> found, String what) {
    int max = layer.facts().max();
    faults.must(
        layer,
        found.get(max).path(),
        found.size() + " of them",
        max == 0 ? "no " + what : "at most " + max + " " + what,
        max == 0 ? "Leave " + what + " out" : "Send " + what + " no more than " + max + " times");
  }

  /** How many there are of each slice. */
  private void slices(Layer layer, Element owner, List<Element> children) {
    for (Layer counted : layer.counted()) {
      ElementFacts slice = counted.facts();
      List<Element> found = new ArrayList<>(1);
      for (Element child : children) {
        if (Slices.matches(slice, layer.facts().discriminator(), child)) {
          found.add(child);
        }
      }
      String what = layer.facts().name() + " " + slice.key();
      if (found.size() < slice.min()) {
        // A choice of another type, and a url that is nearly right, are told as such.
        boolean other = slice.key().startsWith("#") && !children.isEmpty();
        if (!other && children.stream().noneMatch(child -> Extensions.near(child, slice.key()))) {
          faults.must(
              layer,
              owner.pathOf(layer.facts().name()),
              Finding.NOTHING,
              "at least " + slice.min() + " " + what,
              "Fill " + what);
        }
      } else if (found.size() > slice.max()) {
        tooMany(counted, found, what);
      }
    }
  }

  private void hold(List<Invariant> invariants, Element element) {
    for (Invariant invariant : invariants) {
      try {
        if (!invariant.holds().test(context, element)) {
          faults.found(
              Layer.FHIR,
              invariant.strength(),
              false,
              element.pathOf(invariant.child()),
              "something else",
              invariant.words() + " (" + invariant.key() + ")",
              "See " + invariant.about() + " in FHIR STU3");
        }
      } catch (RuntimeException e) {
        report.crashed(
            new CrashedRule(
                Layer.FHIR + " " + invariant.key(), invariant.strength(), element.path(), e));
      }
    }
  }
}
