export type { Entry as HistoryEntry, ImageListing as ImageEntry } from '../store/browser.ts'
// What the page knows of the server: types alone, so that nothing of the server gets into the page.
export type {
  CommandAnswer,
  HistoryAnswer,
  ImageAnswer,
  ImagesAnswer,
  Job,
  JobRequest,
  JobResult,
  ModelState,
  ProbabilityMap,
  ProjectAnswer,
  RefineAnswer,
  SegmentAnswer,
  SegmentRequest,
  ServerEvent,
  UnreadPhoto,
  UploadAnswer,
} from './messages.ts'
