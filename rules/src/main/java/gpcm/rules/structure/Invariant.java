package gpcm.rules.structure;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.Strength;
import java.util.function.BiPredicate;

/**
 * A condition that FHIR or a profile puts on an element and its children.
 *
 * @param key its name in FHIR, such as {@code qty-3}
 * @param about a type, such as {@code Quantity}, or the path of an element in its resource, such as
 *     {@code Patient.contact}
 * @param words what it asks for; nothing of the message
 * @param holds whether the element fulfils it
 */
record Invariant(
    String key,
    String about,
    Strength strength,
    String words,
    BiPredicate<MessageContext, Element> holds) {}
