package gpcm.rules.structure;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.Strength;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.hl7.fhir.dstu3.model.Base;

/**
 * A condition that FHIR or a profile puts on an element and its children.
 *
 * @param key its name in FHIR, such as {@code qty-3}
 * @param about a type, such as {@code Quantity}, or the path of an element in its resource, such as
 *     {@code Patient.contact}
 * @param child the child that a fault is told of, such as {@code explanation.reason}; empty for the
 *     element itself
 * @param words what it asks for; nothing of the message
 * @param holds whether the element fulfils it
 */
record Invariant(
    String key,
    String about,
    Strength strength,
    String child,
    String words,
    BiPredicate<MessageContext, Element> holds) {

  /** One that makes a message invalid and needs nothing but the element. */
  static <T extends Base> Invariant of(
      String key, String about, Class<T> model, String words, Predicate<T> holds) {
    return new Invariant(
        key,
        about,
        Strength.MUST,
        "",
        words,
        (context, element) ->
            !model.isInstance(element.value()) || holds.test(model.cast(element.value())));
  }

  /** The same, told of a child. */
  Invariant at(String place) {
    return new Invariant(key, about, strength, place, words, holds);
  }
}
