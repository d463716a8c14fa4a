export { AppShell, type AppShellProps, type NavGroup, type NavItem } from './app-shell.tsx'
export { Badge, StatusDot, type BadgeProps, type StatusDotProps, type Tone } from './badge.tsx'
export {
  Button,
  IconButton,
  LinkButton,
  type ButtonProps,
  type ButtonSize,
  type ButtonVariant,
  type IconButtonProps,
  type LinkButtonProps,
} from './button.tsx'
export { BarChart, type BarChartDay, type BarChartProps, type BarChartSeries } from './charts/bar-chart.tsx'
export { Sparkline, type SparklineProps } from './charts/sparkline.tsx'
export { Combobox, type ComboboxOption, type ComboboxProps } from './combobox.tsx'
export {
  CommandPalette,
  SearchTrigger,
  type CommandGroup,
  type CommandItem,
  type CommandPaletteProps,
  type SearchTriggerProps,
} from './command-palette.tsx'
export { ConfirmDialog, type ConfirmDialogProps } from './confirm-dialog.tsx'
export { cx } from './cx.ts'
export { DataTable } from './data-table.tsx'
export type { Column, DataTableProps, Sort, TableError, TablePaging, TableSelection } from './table-types.ts'
export {
  DateText,
  DateTimeText,
  RelativeTime,
  useDateText,
  useInstantText,
  type DateFormat,
  type DateTextProps,
  type InstantProps,
} from './dates.tsx'
export { DayRange, type DayRangeProps } from './day-range.tsx'
export { isDay } from './day.ts'
export { Dialog, Drawer, type DialogProps, type DrawerProps } from './dialog.tsx'
export { ErrorSummary, type ErrorSummaryProps, type FormError } from './error-summary.tsx'
export { Field, type FieldProps } from './field.tsx'
export { FilterChips, type FilterChip, type FilterChipsProps } from './filter-chips.tsx'
export { Select, TextArea, TextInput } from './inputs.tsx'
export type { SelectOption, SelectProps, TextAreaProps, TextInputProps } from './inputs.tsx'
export { LeaveGuard, type LeaveGuardProps } from './leave-guard.tsx'
export { LinkProvider, UiLink, type LinkComponent, type LinkProps, type RenderLink } from './link.tsx'
export { Menu, type MenuEntry, type MenuItem, type MenuProps } from './menu.tsx'
export {
  formatMoney,
  Money,
  useMoney,
  type MoneyDisplay,
  type MoneyProps,
  type MoneyValue,
} from './money.tsx'
export {
  Card,
  DescriptionList,
  PageHeader,
  Section,
  TextLink,
  type Breadcrumb,
  type CardProps,
  type DescriptionItem,
  type PageHeaderProps,
  type SectionProps,
} from './page.tsx'
export { Popover, type PopoverProps } from './popover.tsx'
export { SearchInput, type SearchInputProps } from './search-input.tsx'
export { SettledSearch, type SettledSearchProps } from './settled-search.tsx'
export { Banner, EmptyState, ErrorState } from './states.tsx'
export type { BannerProps, EmptyStateProps, ErrorStateProps } from './states.tsx'
export { TabNav, Tabs, type TabItem, type TabNavProps, type TabsProps } from './tabs.tsx'
export { Avatar, Kbd, ProgressBar, Skeleton, VisuallyHidden } from './text.tsx'
export type { AvatarProps, ProgressBarProps } from './text.tsx'
export { applyTheme, themeChoices, type ThemeChoice } from './theme.ts'
export { Stat, StatRow, Timeline, type StatProps, type TimelineItem } from './timeline.tsx'
export { toast, Toaster, type ToastOptions } from './toast.tsx'
export { Checkbox, Switch, type CheckboxProps, type SwitchProps } from './toggles.tsx'
export { Tooltip, type TooltipProps } from './tooltip.tsx'
