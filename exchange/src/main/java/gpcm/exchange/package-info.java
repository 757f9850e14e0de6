/**
 * How a document lives. A <em>case</em> is one thing with a life: a document on its way to one
 * recipient ({@link gpcm.exchange.OutgoingDocument}), a message that was received ({@link
 * gpcm.exchange.IncomingMessage}), an answer on its way ({@link gpcm.exchange.OutgoingAnswer}), a
 * mailbox ({@link gpcm.exchange.MailboxStanding}). Facts happen to it; {@code after(fact, now,
 * pace)} is the one place that says what follows: the next state, when something is due, the events
 * of the timeline, and what a person is told. Everything here is an immutable value; nothing reads
 * a clock, a database or the network.
 */
package gpcm.exchange;
