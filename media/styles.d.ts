/** Style sheets are imported for their effect: the bundler gathers them into panel.css. */
declare module '*.css';
