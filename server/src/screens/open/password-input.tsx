'use client'

import { IconButton, TextInput } from '@tieout/ui'
import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

export interface PasswordInputProps {
  value: string
  onValueChange: (value: string) => void
  /** Tells password stores whether to fill one in or to offer a new one. */
  autoComplete: 'current-password' | 'new-password'
  name: string
}

/** Long passwords are typed more surely when they can be looked at. Stands inside a `Field`. */
export function PasswordInput({ value, onValueChange, autoComplete, name }: PasswordInputProps) {
  const t = useTranslations('signIn')
  const [shown, setShown] = useState(false)
  return (
    <span className="relative block">
      <TextInput
        type={shown ? 'text' : 'password'}
        name={name}
        value={value}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        autoComplete={autoComplete}
        spellCheck={false}
        autoCapitalize="none"
        className="pr-10"
      />
      <span className="absolute top-0.5 right-0.5">
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? t('hidePassword') : t('showPassword')}
          size="sm"
          onClick={() => setShown(!shown)}
        />
      </span>
    </span>
  )
}
