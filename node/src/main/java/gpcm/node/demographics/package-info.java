/**
 * Who a patient is and where they are registered, asked before a document about them is sent: at
 * the Personal Demographics Service, or in the organisation's own register.
 */
package gpcm.node.demographics;
